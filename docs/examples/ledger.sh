# Two reports, reviewed by Anna, and a library file of the claims that hold. Days are cut, and the first list is.
evidence() { mantlet evidence "$@" --by anna; }
evidence review reports/*.txt --lexicon words.yaml | sed -n '1,8p'
evidence accept 697da0 308229 a02793 d70aa4 e6b253 9fd7df 524a4a bd1a88 157470 d4db49 52b336 > accepted.txt
evidence edit 6d66c1 "subject=Zephyr → Callao" --why "a part of the eight"
evidence edit ce11a0 "subject=Zephyr → Ilo" --why "a part of the eight"
evidence reject 5ce7bc 162898 29464b --why "claims no amount"
evidence close
evidence fuse --out mine/peru.yaml --name "Zephyr for Peru" 2>&1
mantlet show peru --library mine | sed 's/ on 20..-..-..//'

# Two reports, reviewed by Anna without a terminal, and a library file of the claims that hold. Days are cut.
mantlet evidence review reports/*.txt --lexicon words.yaml --by anna | sed '1,/undecided: other/d; 12,$d'
echo ...
evidence() { command mantlet evidence "$@" --by anna; }
evidence accept 697da0 308229 a02793 d70aa4 e6b253 9fd7df 524a4a bd1a88 157470 d4db49 52b336 > accepted.txt
evidence edit 6d66c1 "subject=Zephyr → Callao" --why "a part of the eight"
evidence edit ce11a0 "subject=Zephyr → Ilo" --why "a part of the eight"
evidence reject 5ce7bc 162898 29464b --why "claims no amount"
evidence close
evidence fuse --out mine/peru.yaml --name "Zephyr for Peru" 2>&1
mantlet show peru --library mine | sed 's/ on 20..-..-..//'

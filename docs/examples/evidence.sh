mantlet evidence read reports/*.txt --lexicon words.yaml

# A promise without a date, one for a day that had passed, an arrival before the contract, a unit too many, and a word
# that two makers use for two things.
mantlet check late-order.yaml 2>&1 || echo "exit $?"

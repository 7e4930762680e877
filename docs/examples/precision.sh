# Fought until leakers are known to half a one, and not a draw further.
mantlet run ladakh-2020 --until leakers=0.5 --out out/known | sed -n -e '/^corrected/,/^$/p' -e '/^until/p' -e '/^seed/p'
# The difference that a regiment makes, to half a leaker.
mantlet compare ladakh-2020 ladakh-2021 --until leakers=0.5 | sed -n -e '/^until/p' -e '/^seed/p'

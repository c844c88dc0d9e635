"""When somebody can be reached: opening hours, holidays and rotas as pieces of time.

Wall-clock times are the client's; everything is compared in UTC seconds, so that both nights on which clocks change
come out right. `zoneinfo` and `holidays` are tables of constants: nothing here asks what time it is.
"""

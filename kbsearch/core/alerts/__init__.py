"""When somebody should look at a client's figures now: each file is one kind of alert, with its formula and an example.

`looking.ALERTS` is the shelf. Each kind is a function of figures that were counted, and of what the client agreed to
(`rules`): it says nothing while there are too few calls to say anything of. In the
examples, `count(40, 50)` is 40 of 50.
"""

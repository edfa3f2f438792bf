"""deskbreak's own windows. Each is a process of its own, so Tk is never loaded into the daemon.

Whoever shows one starts `process` and talks to it in lines of JSON: the first line on standard
input says what to show (`content`), standard output says what became of it (`wire`), and the end of
standard input takes the window away. A window whose daemon died goes with it.

No window takes the keyboard when it appears; whoever clicks on one gives it the keyboard.
"""

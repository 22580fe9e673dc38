"""The command line, a file a verb: `who_gets.py` is `oakum who-gets`.

Each file holds `command`, a click command, and begins with a docstring whose first line is its short help.
The file is imported when its verb is used, and not for `oakum --help`. A command takes the folder of the
configuration with `click.pass_obj` (a `Path`) and ends with `context.exit(status)` where the status is not 0.
"""

"""What can be done from the command line: one module a command, imported when it is used."""

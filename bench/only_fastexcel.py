"""What loading is measured against: a process that only reads the file, with fastexcel."""

import sys

import fastexcel

fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_arrow()

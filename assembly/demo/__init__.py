"""The demonstration: one whole assembly, taken through the same acts that the pages call.

The place, its census figures and the size of each step are those of Waltham Forest's assembly of
2024 on neighbourhood policing. Every person in it is invented.
"""

"""The words of the demonstration: programme, evidence, recommendations and answers.

All of it is invented: people, groups, events, votes, answers and dates. Only the places are real.
Figures about the borough come from Census 2021 and the Index of Multiple Deprivation 2019, as
kept in `data/waltham_forest`; any other figure in the evidence says that it is invented.
"""

"""How often was checked, in which way, with which verdict, and which other sites codes led to. Never who or by whom.

count(Way.SCAN, found.verdict)                 one dictionary entry in memory; a thread writes it to the database
figures(session, since=…, until=…)             what the authority reads; plots.py draws it
"""

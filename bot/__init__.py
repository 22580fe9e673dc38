"""Who must know, and did they?"""

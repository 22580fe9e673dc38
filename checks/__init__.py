"""What is wrong with this data? Settings, profiles, history and the present moment in; verdicts out."""

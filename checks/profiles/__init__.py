"""One scan of a partition makes a profile; profiles of the same partition, and of many, add up."""

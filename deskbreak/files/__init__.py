"""What is done with files: private writes, folders, what is shipped, what is set aside."""

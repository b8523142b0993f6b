"""The live pages: an application on localhost over the same reading and the same writing as the commands."""

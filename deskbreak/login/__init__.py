"""How deskbreak gets into the desktop: started at login, and listed among its programs."""

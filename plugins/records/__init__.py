"""Reading: from files to typed records with line numbers, and every problem in them said in German."""

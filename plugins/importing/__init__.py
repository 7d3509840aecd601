"""Letters of others become texts of this site: a document is read, its parts are found, a motion's file is written."""

"""Who did what to which site: every act of a document with its target."""

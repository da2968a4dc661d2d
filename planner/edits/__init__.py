"""Plan -> Plan, one file per noun; the same object comes back when nothing changed."""

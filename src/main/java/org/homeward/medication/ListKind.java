package org.homeward.medication;

/** Name the three lists in the order in which they come about. */
public enum ListKind {
    BEFORE_ADMISSION,
    DISCHARGE,
    TAKEN
}

package org.homeward.medication;

/** Tell the process of one reconciliation what became true without it. */
public interface MedicationProcess {

    /** @return whether the instance was waiting for that */
    boolean listsChanged(String processInstanceId);
}

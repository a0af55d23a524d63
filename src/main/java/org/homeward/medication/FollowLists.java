package org.homeward.medication;

import java.util.List;
import org.homeward.episode.StepEnding;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Lets the engine follow a comparison before it commits, when the step that asked for it, if one did, is already gone:
 * new items get their steps, withdrawn ones lose theirs, every other step goes on with its claim and its draft.
 */
@Component
class FollowLists {

    private final Reconciliations reconciliations;
    private final MedicationProcess process;
    private final StepEnding steps;

    FollowLists(Reconciliations reconciliations, MedicationProcess process, StepEnding steps) {
        this.reconciliations = reconciliations;
        this.process = process;
        this.steps = steps;
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    public void on(Reconciliation.Compared compared) {
        Reconciliation reconciliation = reconciliations.get(compared.reconciliationId());
        String instance = reconciliation.processInstanceId();
        if (instance == null || reconciliation.isConcluded()) {
            return;
        }
        // first the new steps: where the last old one ends, the signature would be asked for meanwhile
        if (compared.fromOutside() && process.listsChanged(instance)) {
            reconciliations.takeUp(reconciliation.id());
        }
        List<MedicationItem> all = reconciliations.items(reconciliation.id());
        for (MedicationItem item : all) {
            String works = item.processInstanceId();
            if (item.status() == MedicationItem.Status.WITHDRAWN && works != null) {
                steps.endAt(works, "EndEvent_NoLongerADifference");
            }
        }
    }
}

package org.homeward.exchange;

import java.util.Date;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * Writes events of the trail as FHIR R4 AuditEvents, after the patterns of IHE's Basic Audit Log Patterns: who asked as the
 * one requesting agent, this installation as the source, the patient and the thing as entities.
 */
final class AuditEventsAsFhir {

    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    private static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
    private static final String SOURCE_TYPE = "http://terminology.hl7.org/CodeSystem/security-source-type";
    static final String ACTION = "urn:homeward:audit-action";
    static final String PERSON = "urn:homeward:person";

    private AuditEventsAsFhir() {}

    /** A searchset, the newest first. */
    static Bundle bundle(List<org.homeward.audit.AuditEvent> events, String patientId) {
        Bundle bundle = new Bundle();
        bundle.setType(Bundle.BundleType.SEARCHSET);
        bundle.setTotal(events.size());
        events.forEach(event -> bundle.addEntry()
                .setFullUrl("urn:uuid:" + event.id())
                .setResource(of(event, patientId))
                .getSearch()
                .setMode(Bundle.SearchEntryMode.MATCH));
        return bundle;
    }

    static AuditEvent of(org.homeward.audit.AuditEvent event, String patientId) {
        AuditEvent audit = new AuditEvent();
        audit.setId(event.id().toString());
        audit.setType(type(event.action()));
        audit.addSubtype(new Coding(ACTION, event.action(), null));
        audit.setAction(action(event.action()));
        audit.setRecorded(Date.from(event.at()));
        boolean done = event.outcome() == org.homeward.audit.AuditEvent.Outcome.DONE;
        audit.setOutcome(done ? AuditEventOutcome._0 : AuditEventOutcome._4);

        AuditEvent.AuditEventAgentComponent agent = audit.addAgent();
        agent.setRequestor(true);
        agent.setWho(new Reference()
                .setIdentifier(
                        new org.hl7.fhir.r4.model.Identifier().setSystem(PERSON).setValue(event.actor())));
        String address = event.details().get("address");
        if (address != null) {
            agent.getNetwork().setAddress(address).setType(AuditEventAgentNetworkType._2);
        }
        audit.getSource()
                .setObserver(new Reference().setDisplay("Homeward"))
                .addType(new Coding(SOURCE_TYPE, "4", "Application Server"));

        audit.addEntity()
                .setWhat(new Reference("Patient/" + patientId))
                .setType(new Coding(ENTITY_TYPE, "1", "Person"))
                .setRole(new Coding(OBJECT_ROLE, "1", "Patient"));
        AuditEvent.AuditEventEntityComponent thing = audit.addEntity();
        thing.setWhat(new Reference()
                .setIdentifier(new org.hl7.fhir.r4.model.Identifier()
                        .setSystem("urn:homeward:" + event.objectType())
                        .setValue(event.objectId())));
        thing.setType(new Coding(ENTITY_TYPE, "2", "System Object"));
        thing.setRole(new Coding(OBJECT_ROLE, "4", "Domain Resource"));
        for (Map.Entry<String, String> detail : event.details().entrySet()) {
            thing.addDetail().setType(detail.getKey()).setValue(new StringType(detail.getValue()));
        }
        return audit;
    }

    private static Coding type(String action) {
        if (action.endsWith(".exported") || action.endsWith(".printed")) {
            return new Coding(DICOM, "110106", "Export");
        }
        if (action.equals("session.began")) {
            return new Coding(DICOM, "110114", "User Authentication");
        }
        return action.startsWith("patient.") || action.startsWith("record.")
                ? new Coding(DICOM, "110110", "Patient Record")
                : new Coding(TYPE, "rest", "RESTful Operation");
    }

    private static AuditEventAction action(String action) {
        String what = action.substring(action.lastIndexOf('.') + 1);
        return switch (what) {
            case "read", "searched", "printed", "exported" -> AuditEventAction.R;
            case "added", "started", "opened", "granted" -> AuditEventAction.C;
            case "removed", "takenBack" -> AuditEventAction.D;
            case "began", "ended", "asked", "verified", "retired" -> AuditEventAction.E;
            default -> AuditEventAction.U;
        };
    }
}

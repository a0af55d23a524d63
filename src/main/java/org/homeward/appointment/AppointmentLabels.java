package org.homeward.appointment;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.homeward.worklist.SubjectLabels;
import org.springframework.stereotype.Component;

/** Which visit or test a task is about. */
@Component
class AppointmentLabels implements SubjectLabels {

    private final AppointmentRows appointments;

    AppointmentLabels(AppointmentRows appointments) {
        this.appointments = appointments;
    }

    @Override
    public Map<UUID, String> of(Collection<UUID> subjectIds) {
        Map<UUID, String> labels = new HashMap<>();
        appointments.findAllById(subjectIds).forEach(it -> labels.put(it.id(), it.description()));
        return labels;
    }
}

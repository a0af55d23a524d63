package org.homeward.worklist;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The words of all modules for a page of tasks. */
@Component
public class Labels {

    private final List<SubjectLabels> modules;

    Labels(List<SubjectLabels> modules) {
        this.modules = modules;
    }

    public Map<UUID, String> of(Collection<WorkItem> items) {
        List<UUID> ids = items.stream().map(WorkItem::subjectId).distinct().toList();
        Map<UUID, String> labels = new HashMap<>();
        if (!ids.isEmpty()) {
            modules.forEach(module -> labels.putAll(module.of(ids)));
        }
        return labels;
    }

    /** The task's title with what it is about. */
    public static String titled(WorkItem item, Map<UUID, String> labels) {
        String label = labels.get(item.subjectId());
        return label == null || label.isBlank() ? item.title() : item.title() + ": " + label;
    }
}

package org.homeward.intake;

import java.util.Map;
import org.springframework.stereotype.Component;

/** Publishes what messages may hold as JSON schemas (2020-12), taken from the readers themselves. */
@Component
public class MessageSchemas {

    private final DischargeReader reader;

    MessageSchemas(DischargeReader reader) {
        this.reader = reader;
    }

    public Map<String, Object> discharge() {
        return reader.dischargeSchema();
    }

    public Map<String, Object> fact() {
        return reader.factSchema();
    }
}

package org.homeward.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Hold the hours in which a patient may be called, on the patient's own wall clock, every day of the week. */
public record CallingWindow(LocalTime opens, LocalTime closes, String source, boolean verified) {

    List<Span> between(Instant from, Instant to, ZoneId patientZone) {
        List<Span> spans = new ArrayList<>();
        LocalDate last = to.atZone(patientZone).toLocalDate();
        for (LocalDate day = from.atZone(patientZone).toLocalDate().minusDays(1);
                !day.isAfter(last);
                day = day.plusDays(1)) {
            spans.add(new Hours(opens, closes).on(day, patientZone));
        }
        return Span.tidy(spans, from, to);
    }
}

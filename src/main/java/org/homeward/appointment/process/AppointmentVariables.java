package org.homeward.appointment.process;

import org.homeward.engine.ProcessVariables;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What instances of the appointment process may know. */
@Configuration(proxyBeanMethods = false)
class AppointmentVariables {

    @Bean
    ProcessVariables followUpAppointmentVariables() {
        return ProcessVariables.of(AppointmentInstances.PROCESS)
                .word("bookingOutcome", "BOOKED", "NOT_NEEDED", "DECLINED")
                .word("attendance", "ATTENDED", "MISSED", "CANCELLED")
                .word("outcome", "ATTENDED", "NOT_NEEDED", "DECLINED");
    }
}

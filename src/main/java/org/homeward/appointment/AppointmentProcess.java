package org.homeward.appointment;

/** Tell the process of one appointment what became true without it. */
public interface AppointmentProcess {

    enum Message {
        BOOKED("appointment.booked"),
        RESCHEDULED("appointment.rescheduled"),
        CANCELLED("appointment.cancelled"),
        ATTENDED("appointment.attended");

        private final String code;

        Message(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** @return whether the instance was waiting for that */
    boolean tell(String processInstanceId, Message message);
}

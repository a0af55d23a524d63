package org.homeward.operation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.homeward.audit.Audit;
import org.homeward.command.Command;
import org.homeward.patient.Patients;
import org.springframework.stereotype.Component;

/**
 * {@code export-patient <id> <file.zip>}: everything that is kept of one patient: a file of JSON for each table, and beside
 * them the documents that others sent, each named in its row.
 */
@Component
class ExportPatientCommand implements Command {

    private final Patients patients;
    private final PatientRows rows;
    private final Audit audit;
    private final ObjectMapper json;

    ExportPatientCommand(Patients patients, PatientRows rows, Audit audit, ObjectMapper json) {
        this.patients = patients;
        this.rows = rows;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public String name() {
        return "export-patient";
    }

    @Override
    public String usage() {
        return "<patient id> <file.zip> - writes everything that is kept of one patient; the file must not be there yet";
    }

    @Override
    public int run(List<String> arguments, PrintWriter out) {
        if (arguments.size() != 2) {
            out.println("export-patient " + usage());
            return USAGE;
        }
        UUID patient;
        try {
            patient = UUID.fromString(arguments.get(0));
        } catch (IllegalArgumentException e) {
            out.println("A patient's id is a UUID, as in the address of the patient's page.");
            return USAGE;
        }
        if (patients.find(patient).isEmpty()) {
            out.println("There is no such patient.");
            return NOT_WELL;
        }
        Path file = Path.of(arguments.get(1));
        // before it is written: what left the house is on the trail, whatever happens to the file
        audit.recordAlone(Audit.ITSELF, "patient.exported", "patient", patient.toString(), null, Map.of());
        Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>(rows.of(patient));
        int documents = 0;
        ObjectWriter writer = json.writerWithDefaultPrettyPrinter();
        try (OutputStream bytes = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
                ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, List<Map<String, Object>>> table : tables.entrySet()) {
                zip.putNextEntry(new ZipEntry(table.getKey() + ".json"));
                zip.write(writer.writeValueAsBytes(table.getValue()));
                zip.closeEntry();
                out.printf("%6d %s%n", table.getValue().size(), table.getKey());
                documents += write(table.getValue(), zip);
            }
            out.printf("%6d documents%n", documents);
        } catch (IOException e) {
            throw new UncheckedIOException("the export cannot be written", e);
        }
        return DONE;
    }

    private static int write(List<Map<String, Object>> rows, ZipOutputStream zip) throws IOException {
        int written = 0;
        for (Map<String, Object> row : rows) {
            for (Object value : row.values()) {
                if (value instanceof PatientRows.File document) {
                    zip.putNextEntry(new ZipEntry(document.path()));
                    zip.write(document.content());
                    zip.closeEntry();
                    written++;
                }
            }
        }
        return written;
    }
}

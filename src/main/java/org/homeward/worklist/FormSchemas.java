package org.homeward.worklist;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The packaged {@code .form} files by name. */
@Component
public class FormSchemas {

    private final Map<String, FormSchema> schemas = new HashMap<>();

    FormSchemas(ObjectMapper json) {
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:forms/*.form")) {
                String name = String.valueOf(file.getFilename()).replace(".form", "");
                try (InputStream content = file.getInputStream()) {
                    schemas.put(name, new FormSchema(name, json.readTree(content)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The schema of a form.
     *
     * @throws IllegalArgumentException when there is no such form
     */
    public FormSchema get(String form) {
        FormSchema schema = schemas.get(form);
        if (schema == null) {
            throw new IllegalArgumentException("There is no form " + form);
        }
        return schema;
    }
}

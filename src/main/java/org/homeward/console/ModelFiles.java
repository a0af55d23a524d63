package org.homeward.console;

import org.homeward.engine.WhereCasesWait;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/** The deployed models as BPMN, for the process map; a model holds no patient data. */
@Controller
class ModelFiles {

    private final WhereCasesWait models;

    ModelFiles(WhereCasesWait models) {
        this.models = models;
    }

    @GetMapping(path = "/models/{key}.bpmn", produces = MediaType.APPLICATION_XML_VALUE + ";charset=UTF-8")
    @ResponseBody
    String model(@PathVariable String key) {
        return models.model(key).orElseThrow(NotThere::new);
    }
}

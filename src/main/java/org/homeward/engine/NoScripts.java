package org.homeward.engine;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;

/** No language for scripts, though decisions bring one (FEEL) that would run as a model's script as well. */
final class NoScripts implements ScriptEngineResolver {

    @Override
    public void addScriptEngineFactory(ScriptEngineFactory factory) {
        throw new NotAllowed("Models hold no scripts");
    }

    @Override
    public ScriptEngineManager getScriptEngineManager() {
        throw new NotAllowed("Models hold no scripts");
    }

    @Override
    public ScriptEngine getScriptEngine(String language, boolean cached) {
        throw new NotAllowed("Models hold no scripts");
    }
}

package org.homeward.engine;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.ListableBeanFactory;

/** The beans for models, as they are listed and as they are there. */
public final class ModelBeans {

    private ModelBeans() {}

    public static SortedSet<String> listed() {
        return new TreeSet<>(ModelExpressions.BEANS);
    }

    public static SortedSet<String> ofTypesForModels(ListableBeanFactory beans) {
        SortedSet<String> names = new TreeSet<>(Arrays.asList(beans.getBeanNamesForType(JavaDelegate.class)));
        names.addAll(Arrays.asList(beans.getBeanNamesForType(ModelBean.class)));
        return names;
    }
}

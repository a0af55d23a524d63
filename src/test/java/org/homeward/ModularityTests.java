package org.homeward;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    @Test
    void modulesKeepToTheirBoundaries() {
        ApplicationModules.of(HomewardApplication.class).verify();
    }
}

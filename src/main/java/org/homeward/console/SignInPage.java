package org.homeward.console;

import jakarta.servlet.http.HttpServletRequest;
import org.homeward.security.OidcSignIn;
import org.homeward.security.SessionLimits;
import org.homeward.security.SignedIn;
import org.homeward.security.WhoTried;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class SignInPage {

    private final SignedIn signedIn;
    private final OidcSignIn provider;

    private final SessionLimits limits;

    SignInPage(SignedIn signedIn, OidcSignIn provider, SessionLimits limits) {
        this.signedIn = signedIn;
        this.provider = provider;
        this.limits = limits;
    }

    @GetMapping("/login")
    String signIn(@RequestParam(required = false) @Nullable String again, HttpServletRequest request, Model model) {
        model.addAttribute("tried", WhoTried.last(request));
        model.addAttribute("idleMinutes", limits.idle().toMinutes());
        model.addAttribute("offer", provider.offer());
        model.addAttribute("providerStart", again == null ? OidcSignIn.START : OidcSignIn.START + "?again");
        return "login";
    }

    /** To where one's work is: whoever works with no patients has nothing on a worklist. */
    @GetMapping("/")
    String home() {
        return "redirect:" + Me.of(signedIn.person()).start();
    }
}

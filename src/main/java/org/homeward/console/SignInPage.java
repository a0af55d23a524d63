package org.homeward.console;

import org.homeward.security.OidcSignIn;
import org.homeward.security.Person;
import org.homeward.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class SignInPage {

    private final SignedIn signedIn;
    private final OidcSignIn provider;

    SignInPage(SignedIn signedIn, OidcSignIn provider) {
        this.signedIn = signedIn;
        this.provider = provider;
    }

    @GetMapping("/login")
    String signIn(@RequestParam(required = false) @Nullable String again, Model model) {
        model.addAttribute("offer", provider.offer());
        model.addAttribute("providerStart", again == null ? OidcSignIn.START : OidcSignIn.START + "?again");
        return "login";
    }

    /** To where one's work is: whoever works with no patients has nothing on a worklist. */
    @GetMapping("/")
    String home() {
        Person person = signedIn.person();
        Me me = Me.of(person);
        if (me.worksWithPatients()) {
            return "redirect:/my-work";
        }
        return me.administers()
                ? "redirect:/admin/people"
                : me.seesIntake()
                        ? "redirect:/intake"
                        : me.seesTrail() ? "redirect:/trail" : me.seesRules() ? "redirect:/rules" : "redirect:/my-work";
    }
}

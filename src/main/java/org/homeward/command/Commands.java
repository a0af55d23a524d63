package org.homeward.command;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Run a command in an application that answers no one and does nothing by itself: no port, no jobs, no inbox, no
 * schedules, no migration. The nodes may go on meanwhile.
 */
public final class Commands {

    /** Set while a command runs. */
    public static final String PROPERTY = "homeward.command";

    private static final List<String> QUIET = List.of(
            "--" + PROPERTY + "=true",
            "--server.port=-1",
            // nobody signs in, so nobody asks how
            "--homeward.sign-in.passwords=true",
            "--camunda.bpm.job-execution.enabled=false",
            "--homeward.intake.worker=false",
            "--homeward.models.deploy=none",
            "--spring.flyway.enabled=false",
            "--logging.level.root=WARN");

    private Commands() {}

    /** Whether the jar was called with a command: a first word that is no option. */
    public static boolean asked(String[] arguments) {
        return arguments.length > 0 && !arguments[0].startsWith("-");
    }

    /** Runs it and returns the exit code; options of Spring follow as {@code --name=value}. */
    public static int run(Class<?> application, String[] arguments) {
        List<String> words =
                Arrays.stream(arguments).filter(word -> !word.startsWith("--")).toList();
        List<String> options = new ArrayList<>(
                Arrays.stream(arguments).filter(word -> word.startsWith("--")).toList());
        options.addAll(QUIET);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run(options.toArray(String[]::new))) {
            int code = run(
                    context.getBeansOfType(Command.class).values().stream().toList(),
                    words,
                    new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true));
            return SpringApplication.exit(context, () -> code);
        }
    }

    /** Finds the command whose words these begin with and runs it; says what there is, where there is none. */
    static int run(List<Command> commands, List<String> words, PrintWriter out) {
        Optional<Command> asked = commands.stream()
                .filter(command -> (String.join(" ", words) + " ").startsWith(command.name() + " "))
                .max(Comparator.comparing((Command command) -> command.name().length()));
        if (asked.isEmpty()) {
            out.println("There is no such command. These are there:");
            commands.stream()
                    .sorted(Comparator.comparing(Command::name))
                    .forEach(command -> out.println("  " + command.name() + " " + command.usage()));
            return Command.USAGE;
        }
        Command command = asked.get();
        return command.run(words.subList(command.name().split(" ").length, words.size()), out);
    }
}

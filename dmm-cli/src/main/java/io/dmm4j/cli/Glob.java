package io.dmm4j.cli;

import io.dmm4j.net.Link;
import io.dmm4j.train.ParameterId;
import io.dmm4j.value.DmmException;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names with {@code *} for any characters. */
final class Glob {
    private static final Pattern ARROW = Pattern.compile("\\s*<-\\s*");

    private Glob() {}

    private static Predicate<String> of(String pattern) {
        String regex =
                List.of(pattern.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
    }

    /**
     * What any of some patterns matches.
     *
     * @param option that gave them, for the error if one matches nothing
     * @param kind what they stand for
     * @param names all that there are
     */
    static Predicate<String> any(String option, List<String> patterns, String kind, Collection<String> names) {
        Predicate<String> any = name -> false;
        for (String p : patterns) {
            Predicate<String> one = of(p);
            if (names.stream().noneMatch(one)) {
                throw new DmmException(option + ": no " + kind + " matches '" + p + "'");
            }
            any = any.or(one);
        }
        return any;
    }

    /** Links by patterns {@code TO <- FROM}; {@code TO} alone is all links to it. */
    static Predicate<Link> links(String option, List<String> patterns, Collection<Link> links) {
        List<String> whole = patterns.stream()
                .map(p -> p.contains("<-") ? ARROW.matcher(p.strip()).replaceAll(" <- ") : p.strip() + " <- *")
                .toList();
        Predicate<String> any = any(
                option,
                whole,
                "trainable link",
                links.stream().filter(Link::trainable).map(Glob::name).toList());
        return l -> any.test(name(l));
    }

    private static String name(Link l) {
        return ParameterId.of(l).toString();
    }
}

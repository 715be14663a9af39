package io.dmm4j.cuda.device;

/** Where in the program something was done: the first caller outside this package. */
record Origin(String where) {
    private static final String HERE = Origin.class.getPackageName() + ".";

    static Origin here() {
        return StackWalker.getInstance().walk(frames -> frames.filter(f ->
                        !f.getClassName().startsWith(HERE) || f.getClassName().endsWith("Test"))
                .findFirst()
                .map(f -> new Origin("at " + f.toStackTraceElement()))
                .orElse(new Origin("at an unknown place")));
    }

    @Override
    public String toString() {
        return where;
    }
}

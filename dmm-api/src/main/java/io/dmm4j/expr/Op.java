package io.dmm4j.expr;

/**
 * Every operation that a neuron type may use, and that a flat program may hold: one closed list.
 *
 * <p>In an expression the operands are V-values and the laws below hold path by path. In a flat
 * program the operands are ranges of rows of the state matrix; {@code d, a, b, c} stand for the
 * first rows of the destination and the operands, {@code i} runs over {@code [0, n)}, and every
 * formula holds for each lane by itself. An absent number is 0 and 0 is absent: <em>present means
 * non-zero</em>, so adding rows that stay 0 changes no result.
 *
 * <p><b>Finite numbers only.</b> That law, and with it the agreement of trees and rows, holds as long as numbers are finite.
 * An infinity or NaN times a row that holds 0 is NaN, as in IEEE 754, while trees multiply only numbers that are there. So a
 * flat program may have NaN where the tree has nothing: at every row of a tree that {@link #SCALE} or {@link #TIMES} takes an
 * infinite number to, where one side of a {@link #DOT} or a mask is infinite, and at every row that comes by a link of
 * infinite weight. Networks refuse such weights; only a held matrix can come to have one ({@link io.dmm4j.net.SelfMatrix}),
 * when what computes it overflows. Kernels do not look for this: it would cost every product a test.
 *
 * <p>The numbers themselves are computed by {@link Scalars}, which every backend must agree with.
 */
public enum Op {
    // ---- leaves of expressions -----------------------------------------------------------------
    /** The tree that arrives at the input port {@code name}. Expression only. */
    IN(Group.LEAF, 0, 0),
    /** The parameter {@code name} of the neuron or its type. Expression only. */
    PARAM(Group.LEAF, 0, 0),
    /** The constant tree {@code value}. Expression only. */
    CONST(Group.LEAF, 0, 0),

    // ---- views: other names for the same numbers -----------------------------------------------
    /** The number at the root of {@code a}, as a scalar; the rest of the tree is dropped. */
    NUMBER(Group.VIEW, 1, 0),
    /** The subtree of {@code a} at {@code path}. */
    SUBTREE(Group.VIEW, 1, 0),
    /** {@code a} hung below {@code path}. */
    PREFIX(Group.VIEW, 1, 0),
    /** {@code a}; its derivative is taken to be 0. */
    STOP_GRADIENT(Group.VIEW, 1, 0),

    // ---- maps over paths, f(0) = 0: S[d+i] = f(S[a+i]) -------------------------------------------
    /** −x. */
    NEG(Group.MAP, 1, 0),
    /** max(0, x). */
    RELU(Group.MAP, 1, 0),
    /** x where x ≥ 0, else i0·x. */
    LEAKY_RELU(Group.MAP, 1, 1),
    /** tanh x. */
    TANH(Group.MAP, 1, 0),
    /** sin x (radians). */
    SIN(Group.MAP, 1, 0),
    /** |x|. */
    ABS(Group.MAP, 1, 0),
    /** x². */
    SQUARE(Group.MAP, 1, 0),
    /** √x; NaN below 0. */
    SQRT(Group.MAP, 1, 0),
    /** −1, 0 or 1. */
    SIGN(Group.MAP, 1, 0),
    /** min(max(x, i0), i1) with i0 ≤ 0 ≤ i1. */
    CLAMP(Group.MAP, 1, 2),
    /** i0·x. */
    TIMES(Group.MAP, 1, 1),

    // ---- maps of a scalar, f(0) may be non-zero: same flat formula -------------------------------
    /** 1 / (1 + e^−x). */
    SIGMOID(Group.SCALAR_MAP, 1, 0),
    /** ln(1 + e^x). */
    SOFTPLUS(Group.SCALAR_MAP, 1, 0),
    /** e^x. */
    EXP(Group.SCALAR_MAP, 1, 0),
    /** cos x (radians). */
    COS(Group.SCALAR_MAP, 1, 0),
    /** ln x; −∞ at 0 and NaN below, as in IEEE 754. */
    LOG(Group.SCALAR_MAP, 1, 0),

    // ---- two trees, path by path, f(0, 0) = 0: S[d+i] = f(S[a+i], S[b+i]) ------------------------
    /** a + b. */
    ADD(Group.ZIP, 2, 0),
    /** a − b. */
    SUB(Group.ZIP, 2, 0),
    /** a · b. */
    MUL(Group.ZIP, 2, 0),
    /** a / b where b ≠ 0, else 0. */
    DIV(Group.ZIP, 2, 0),
    /** The larger of a and b, an absent one counting as 0. */
    MAX2(Group.ZIP, 2, 0),
    /** The smaller of a and b, an absent one counting as 0. */
    MIN2(Group.ZIP, 2, 0),
    /** b where a ≠ 0, else 0: the support of a applied to b. */
    WHERE(Group.ZIP, 2, 0),

    // ---- a scalar and trees ----------------------------------------------------------------------
    /** S[d+i] = S[a] · S[b+i]: the number of a times the tree b. Not for infinite a, as said above. */
    SCALE(Group.BROADCAST, 2, 0),
    /** S[d+i] = S[a] ≠ 0 ? S[b+i] : S[c+i]: the tree b or c by the number of a. */
    SELECT(Group.BROADCAST, 3, 0),

    // ---- a tree to a scalar: S[d] = r over i of S[a+i] --------------------------------------------
    /** Σ x. */
    SUM(Group.REDUCE, 1, 0),
    /** Σ |x|. */
    L1(Group.REDUCE, 1, 0),
    /** √Σ x². */
    L2(Group.REDUCE, 1, 0),
    /** max(0, max |x|). */
    MAX_NORM(Group.REDUCE, 1, 0),
    /** The largest non-zero number; 0 if there is none. */
    MAX(Group.REDUCE, 1, 0),
    /** The smallest non-zero number; 0 if there is none. */
    MIN(Group.REDUCE, 1, 0),
    /** The mean of the non-zero numbers; 0 if there is none. */
    MEAN(Group.REDUCE, 1, 0),
    /** How many numbers are non-zero. */
    COUNT(Group.REDUCE, 1, 0),

    // ---- two trees to a scalar: S[d] = r over i of (S[a+i], S[b+i]) --------------------------------
    /** Σ a·b over equal paths. */
    DOT(Group.REDUCE2, 2, 0),
    /** 1 if b − a ≥ 0 at every path, else 0. */
    LESS_OR_EQUAL(Group.REDUCE2, 2, 0),

    // ---- a tree to a tree of the same support ------------------------------------------------------
    /** S[d+i] = S[a+i] ≠ 0 ? e^S[a+i] / Σ_{j: S[a+j] ≠ 0} e^S[a+j] : 0. */
    SOFTMAX(Group.SEGMENT, 1, 0),

    // ---- masks and names: lowered to MUL_ADD, DOT and SCALE_ADD, so in expressions only --------------------------
    /** Multiplicative mask: Σ_p a[p]·b[p·q] at p·q. Expression only. */
    MASK(Group.MASKING, 2, 0),
    /** Masked linear combination: Σ_p a[p]·b[p·q] at q. Expression only. */
    MASKED_SUM(Group.MASKING, 2, 0),
    /** The tree b once for each name l at the top of a: Σ_l a[l]·b with l for every '*' in the labels of b. Expression only. */
    NAMED(Group.MASKING, 2, 0),

    // ---- moves: made by lowering, in flat programs only --------------------------------------------
    /** S[d+i] = 0. Flat only. */
    ZERO(Group.MOVE, 0, 0),
    /** S[d+i] = S[a+i]. Flat only. */
    COPY(Group.MOVE, 1, 0),
    /** S[d+i] += S[a+i]. Flat only. */
    ACCUMULATE(Group.MOVE, 1, 0),
    /** S[d+i] += S[a]·S[b+i]. Flat only. */
    SCALE_ADD(Group.MOVE, 2, 0),
    /** S[d+i] += S[a+i]·S[b+i]. Flat only. */
    MUL_ADD(Group.MOVE, 2, 0),
    /** S[d+i] = S[a+i], with a derivative taken to be 0: what STOP_GRADIENT is lowered to. Flat only. */
    DETACH(Group.MOVE, 1, 0),

    // ---- adjoints of maps: S[d+i] += g·f'(x), where g = S[a+i]; x or y = f(x) is S[b+i]. Flat only --------
    /** Adjoint of NEG, and of the right side of SUB: S[d+i] −= g; no second operand. */
    D_NEG(Group.ADJOINT_MAP, 1, 0),
    /** g where x > 0, i0·g where x = 0; y for x where i0 is 0. */
    D_RELU(Group.ADJOINT_MAP, 2, 1),
    /** g where x ≥ 0, else i0·g. */
    D_LEAKY_RELU(Group.ADJOINT_MAP, 2, 1),
    /** g·(1 − y²). */
    D_TANH(Group.ADJOINT_MAP, 2, 0),
    /** g·cos x. */
    D_SIN(Group.ADJOINT_MAP, 2, 0),
    /** g·sign x; 0 at 0. */
    D_ABS(Group.ADJOINT_MAP, 2, 0),
    /** 2·g·x. */
    D_SQUARE(Group.ADJOINT_MAP, 2, 0),
    /** g / (2·y); 0 where y = 0. */
    D_SQRT(Group.ADJOINT_MAP, 2, 0),
    /** g where i0 &lt; x &lt; i1; y for x where the limits are floats. */
    D_CLAMP(Group.ADJOINT_MAP, 2, 2),
    /** i0·g; no second operand. */
    D_TIMES(Group.ADJOINT_MAP, 1, 1),
    /** g·y·(1 − y). */
    D_SIGMOID(Group.ADJOINT_MAP, 2, 0),
    /** g / (1 + e^−x). */
    D_SOFTPLUS(Group.ADJOINT_MAP, 2, 0),
    /** −g·sin x. */
    D_COS(Group.ADJOINT_MAP, 2, 0),
    /** g / x. */
    D_LOG(Group.ADJOINT_MAP, 2, 0),

    // ---- adjoints of two trees path by path: g = S[a+i], the sides are S[b+i] and S[c+i]. Flat only --------
    /** Of the left of DIV, c the divisor: S[d+i] += g / c where c ≠ 0; b is not used. */
    D_DIV_LEFT(Group.ADJOINT_ZIP, 3, 0),
    /** Of the right of DIV, b the quotient, c the divisor: S[d+i] −= g·b / c where c ≠ 0. */
    D_DIV_RIGHT(Group.ADJOINT_ZIP, 3, 0),
    /** Of the side b of MAX2, c the other: S[d+i] += g where b &gt; c, g/2 where b = c. */
    D_MAX2(Group.ADJOINT_ZIP, 3, 0),
    /** Of the side b of MIN2, c the other: S[d+i] += g where b &lt; c, g/2 where b = c. */
    D_MIN2(Group.ADJOINT_ZIP, 3, 0),
    /** Of the values of WHERE: S[d+i] += g where b ≠ 0; c is not used. */
    D_WHERE(Group.ADJOINT_ZIP, 3, 0),

    // ---- adjoints with one row against many. Flat only ------------------------------------------------------
    /** Of the first tree of SELECT: S[d+i] += S[b+i] where S[a] ≠ 0. */
    D_SELECT_THEN(Group.ADJOINT_SPREAD, 2, 0),
    /** Of the second tree of SELECT: S[d+i] += S[b+i] where S[a] = 0. */
    D_SELECT_ELSE(Group.ADJOINT_SPREAD, 2, 0),
    /** Of SUM, g = S[a]: S[d+i] += g; b is not used. */
    D_SUM(Group.ADJOINT_SPREAD, 2, 0),
    /** Of L1, g = S[a], x = S[b+i]: S[d+i] += g·sign x. */
    D_L1(Group.ADJOINT_SPREAD, 2, 0),
    /** Of L2, g = S[a]: S[d+i] += g·x / √Σ x²; 0 where the norm is 0. */
    D_L2(Group.ADJOINT_SPREAD, 2, 0),
    /**
     * Of MAX_NORM, g = S[a]: S[d+i] += g·sign x at the winner, the i of the largest |x|. Of equal ones the
     * last wins if i0 = 0, the first if i0 = 1, and they share g equally if i0 = 2.
     */
    D_MAX_NORM(Group.ADJOINT_SPREAD, 2, 1),
    /** Of MAX, g = S[a]: S[d+i] += g at the largest non-zero x, the last of them. */
    D_MAX(Group.ADJOINT_SPREAD, 2, 0),
    /** Of MIN, g = S[a]: S[d+i] += g at the smallest non-zero x, the last of them. */
    D_MIN(Group.ADJOINT_SPREAD, 2, 0),
    /** Of MEAN, g = S[a]: S[d+i] += g / count where x ≠ 0. */
    D_MEAN(Group.ADJOINT_SPREAD, 2, 0),

    // ---- adjoints of segments. Flat only --------------------------------------------------------------------
    /** Of the scalar of SCALE: S[d] += Σ_i S[a+i]·S[b+i]. */
    DOT_ADD(Group.ADJOINT_SUM, 2, 0),
    /** Of SOFTMAX, g = S[a+i], y = S[b+i]: S[d+i] += y·(g − Σ_j g·y). */
    D_SOFTMAX(Group.ADJOINT_SEGMENT, 2, 0);

    /** How an op treats its operands: one branch per group is all that a walker needs. */
    public enum Group {
        /** No operands. */
        LEAF,
        /** Renames paths; costs nothing when flattened. */
        VIEW,
        /** Element-wise over paths, f(0) = 0. */
        MAP,
        /** Of the number at the root; over paths only with an explicit support. */
        SCALAR_MAP,
        /** Element-wise over the paths of two trees. */
        ZIP,
        /** The first operand is a scalar, the others are trees. */
        BROADCAST,
        /** One tree to one number. */
        REDUCE,
        /** Two trees to one number. */
        REDUCE2,
        /** One tree to a tree of the same support, all numbers together. */
        SEGMENT,
        /** A tree applied to a tree as a mask, or as names. */
        MASKING,
        /** Row moves of flat programs. */
        MOVE,
        /** Adds g·f'(x) row by row. */
        ADJOINT_MAP,
        /** Adds the derivative of one side of a path-wise op of two trees. */
        ADJOINT_ZIP,
        /** One row is the first operand, the destination and the second operand are ranges. */
        ADJOINT_SPREAD,
        /** Two ranges are summed into one row. */
        ADJOINT_SUM,
        /** A range is added that depends on all of two ranges. */
        ADJOINT_SEGMENT;

        /** Whether the group holds derivatives: ops that only programs made by differentiation have. */
        public boolean isAdjoint() {
            return ordinal() >= ADJOINT_MAP.ordinal();
        }
    }

    private final Group group;
    private final int arity;
    private final int immediates;

    Op(Group group, int arity, int immediates) {
        this.group = group;
        this.arity = arity;
        this.immediates = immediates;
    }

    /** The group that says how operands are treated. */
    public Group group() {
        return group;
    }

    /** The number of operands, 0 to 3. */
    public int arity() {
        return arity;
    }

    /** The number of immediate numbers (i0, i1), 0 to 2. */
    public int immediates() {
        return immediates;
    }

    /** Whether a flat program may hold this op; the others exist in expressions only. */
    public boolean isFlat() {
        return switch (group) {
            case LEAF, VIEW, MASKING -> false;
            case MAP, SCALAR_MAP, ZIP, BROADCAST, REDUCE, REDUCE2, SEGMENT, MOVE -> true;
            case ADJOINT_MAP, ADJOINT_ZIP, ADJOINT_SPREAD, ADJOINT_SUM, ADJOINT_SEGMENT -> true;
        };
    }

    /** Whether the flat result is one row, whatever the length of the operands. */
    public boolean isReduction() {
        return group == Group.REDUCE || group == Group.REDUCE2 || group == Group.ADJOINT_SUM;
    }
}

package io.dmm4j.dl4j.machine;

/** A layer of a network with a machine in it. */
public interface MachineInLayer {

    /** The machine. */
    MachineAccess access();
}

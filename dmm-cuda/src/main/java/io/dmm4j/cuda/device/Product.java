package io.dmm4j.cuda.device;

/** A prepared matrix product: descriptors, workspace, analysis. Its operands must outlive it. */
public interface Product extends Resource {}

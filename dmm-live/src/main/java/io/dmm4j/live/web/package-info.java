/**
 * One local web page that follows a {@link io.dmm4j.live.Session}, and the protocol that other programs can speak too.
 *
 * <p>In processing order: {@link io.dmm4j.live.web.LiveServer} listens; {@code Gate} refuses requests without the token,
 * from another origin or under another name; {@code Assets} gives the page, {@code Viewer} is one WebSocket connection,
 * {@code Requests} reads its messages and {@code StateWriter} writes its answers, as differences from what it was told before.
 * {@code docs/live-protocol.md} is the specification of the messages.
 *
 * <p>What enters: messages of people and programs, of which nothing is believed. What leaves: snapshots as JSON. Nothing here
 * touches a machine: all requests go through the session. Deliberately absent: TLS and users; the page is for the machine
 * it runs on, or for the end of a tunnel.
 */
package io.dmm4j.live.web;

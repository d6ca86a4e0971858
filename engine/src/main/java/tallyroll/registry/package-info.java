/**
 * A schema registry over HTTP, by the API that Confluent's has and others speak too (Apicurio, Karapace, Redpanda).
 *
 * <p>Read first: {@link tallyroll.registry.SchemaRegistry}. Kept here: a registry that is away is waited for, and never makes an event a
 * dead letter; what it answers is bounded in size and time. Not here: what a schema means ({@code avro}, {@code protobuf}).
 */
package tallyroll.registry;

/**
 * The format Protobuf: messages of a descriptor file, or of a schema registry.
 *
 * <p>Read first: {@link tallyroll.protobuf.ProtobufKind}, {@link tallyroll.protobuf.ProtobufFormat}, {@link
 * tallyroll.protobuf.ProtobufDecoder}. Kept here: descriptors are read by Google's library, and bytes by steps that are made once of what
 * it says; a record is walked in one pass, and what no field reads is passed over. Not here: what fields take ({@code format}).
 */
package tallyroll.protobuf;

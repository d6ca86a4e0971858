/**
 * Real flights to work on: 200,000 of them are packaged with this module, 3,000,000 can be downloaded.
 *
 * <p>Read first: {@link tallyroll.flights.Flight}, {@link tallyroll.flights.Flights}. Kept here: the same file gives the same
 * flights with the same ids in the same order. Where the data comes from and how the slice was made is described in {@code
 * tallyroll/flights/README.md} among the resources. Not here: publishing them ({@code publish}).
 */
package tallyroll.flights;

/**
 * Tallyroll: running totals that stay right. This package holds nothing; each feature has one of its own.
 */
package tallyroll;

#ifndef CORRELATIONS_FATE_H
#define CORRELATIONS_FATE_H

/*
 * What became of an item, alone, on its way to a group's findings: it is one,
 * or the first rule of ALGORITHM that dropped it. Nearest to a finding first.
 */
enum fate {
	FATE_CANDIDATE, /* still on its way */
	/* section 6 */
	FATE_LISTED,
	FATE_EXPLAINED, /* by another item */
	FATE_WEAK,      /* phi below min_corr */
	FATE_CHANCE,    /* p-value above the level of significance */
	FATE_ALIKE,     /* supports differ by less than min_support_diff */
	FATE_WHOLE,     /* the group is all of the channel */
	/* section 4 */
	FATE_COIN,    /* the other of two values rises in the group */
	FATE_FALSE,   /* true is a candidate */
	FATE_NULL,    /* "1" or "Active" is a candidate */
	FATE_INFOBAR, /* submitted_from_infobar, and not true */
	FATE_VERSION, /* says no more than that the add-on is there */
	FATE_RARE,    /* both supports below min_support_diff */
	FATE_FEW,     /* fewer than five crash reports hold it */
	/* section 3: an entry that is no column */
	FATE_UNCOMMON, /* in each group and overall */
	/* sections 2 and 3: entries that are no column, and columns */
	FATE_CONSTANT, /* the same in every report of the channel */
	FATE_NESTED,   /* holds an array or an object somewhere */
	FATE_LEFT_OUT, /* known to say nothing, or the source of others */
	FATE_UNSEEN,   /* no report of the channel has it */
	NFATES,
};

#endif

"""Documentation for places without a trial: a short questionnaire, a period, one page back."""

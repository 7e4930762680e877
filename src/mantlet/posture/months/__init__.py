"""The question of a posture: what stands in each month under each policy fights the raids, draw by draw."""
